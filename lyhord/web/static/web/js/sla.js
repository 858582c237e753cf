/**
 * A deadline that drains:  <ly-sla class="sla" due="…" start="…" data-left="4">48 min</ly-sla>
 * `start` is when the clock began; without it a day is the whole ring. Paused clocks have no `due`.
 */
import { every } from "./lib/every.js"
import { inMinutes, word } from "./lib/words.js"

const DAY_MS = 86_400_000
const SOON_MS = 1_800_000

class Sla extends HTMLElement {
  #stop = () => {}

  connectedCallback() { if (this.hasAttribute("due")) this.#stop = every(15_000, () => this.#tick()) }
  disconnectedCallback() { this.#stop() }

  #tick() {
    const due = Date.parse(this.getAttribute("due"))
    const left = due - Date.now()
    const whole = due - (Date.parse(this.getAttribute("start")) || due - DAY_MS)
    this.style.setProperty("--left", Math.min(1, Math.max(0, left / whole)).toFixed(3))
    if (left < 0) this.dataset.state = "late"
    else if (left < SOON_MS) this.dataset.state = "soon"
    else delete this.dataset.state
    const minutes = Math.ceil(Math.abs(left) / 60_000)
    this.textContent = left < 0 ? word("late", inMinutes(minutes)) : inMinutes(minutes)
  }
}

customElements.define("ly-sla", Sla)
