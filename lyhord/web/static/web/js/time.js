/**
 * Keeps a moment true as time passes:  <ly-time><time datetime="2026-03-02T12:00:00Z">12.00</time></ly-time>
 * Within the hour it says "5 minuter sedan"; the server's words stand for everything older.
 */
import { every } from "./lib/every.js"

const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto", style: "long" })

class Time extends HTMLElement {
  #stop
  #given

  connectedCallback() {
    this.#given ??= this.textContent
    this.#stop = every(30_000, () => this.#tick())
  }

  disconnectedCallback() { this.#stop() }

  #tick() {
    const time = this.querySelector("time")
    const minutes = Math.round((Date.parse(time.dateTime) - Date.now()) / 60_000)
    time.textContent = Math.abs(minutes) < 60 ? relative.format(minutes, "minute") : this.#given
  }
}

customElements.define("ly-time", Time)
