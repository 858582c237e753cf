/**
 * A conversation that grows by itself: new entries fade in at the end, changed ones are read again.
 *   <ly-timeline data-case="17" data-entries="/cases/1000-0016/entries/"> <ol class="timeline"> <li data-entry="42">…
 */
import { announce } from "../../web/js/lib/announce.js"

class Timeline extends HTMLElement {
  #busy = false
  #again = false
  #gone = new Set()

  connectedCallback() {
    this.list = this.querySelector("ol")
    document.addEventListener("live:case.changed", this.#heard)
    document.addEventListener("live:delivery", this.#delivered)
    document.addEventListener("live:resync", this.#catchUp)
    document.addEventListener("case-touched", this.#catchUp)
    document.addEventListener("reply-withdrawn", this.#withdrawn)
    this.addEventListener("htmx:afterSettle", () => this.#uniteDays())
  }

  disconnectedCallback() {
    document.removeEventListener("live:case.changed", this.#heard)
    document.removeEventListener("live:delivery", this.#delivered)
    document.removeEventListener("live:resync", this.#catchUp)
    document.removeEventListener("case-touched", this.#catchUp)
    document.removeEventListener("reply-withdrawn", this.#withdrawn)
  }

  #heard = ({ detail }) => {
    if (String(detail.id) !== this.dataset.case) return
    if (detail.what === "reply_withdrawn" || detail.what === "entry_left") this.#remove(detail.entry)
    else if (detail.what === "entry_came") this.#rereadAll()
    else if (detail.entry && this.#entry(detail.entry)) this.#reread(detail.entry)
    else this.#catchUp()
  }

  #entry(id) { return this.list.querySelector(`[data-entry="${id}"]`) }

  #delivered = ({ detail }) => { if (this.#entry(detail.entry)) this.#reread(detail.entry) }

  #withdrawn = ({ detail }) => this.#remove(detail.entry)

  #remove(id) {
    this.#gone.add(String(id))
    this.#entry(id)?.remove()
    this.#uniteDays()
  }

  async #reread(id) {
    const fresh = await this.#read(`${this.dataset.entries}${id}/`)
    const old = this.#entry(id)
    if (!fresh || !old) return
    const entry = fresh.querySelector(`[data-entry="${id}"]`)
    if (!entry) return
    old.replaceWith(entry)
    window.htmx.process(entry)
  }

  /** A message of an earlier time has come: it belongs between the others. */
  async #rereadAll() {
    const fresh = await this.#read(this.dataset.entries)
    if (!fresh) return
    this.#gone.clear()
    this.list.replaceChildren(fresh)
    window.htmx.process(this.list)
    this.#uniteDays()
  }

  #catchUp = async () => {
    if (this.#busy) { this.#again = true; return }
    this.#busy = true
    const latest = [...this.list.querySelectorAll("[data-entry]")].at(-1)?.dataset.entry ?? "0"
    const fresh = await this.#read(`${this.dataset.entries}?after=${latest}`)
    if (fresh) this.#append(fresh)
    this.#busy = false
    if (this.#again) { this.#again = false; this.#catchUp() }
  }

  #append(fresh) {
    const isNew = ({ dataset: { entry } }) => !entry || (!this.#entry(entry) && !this.#gone.has(entry))
    const added = [...fresh.children].filter(isNew)
    if (!added.some((each) => each.dataset.entry)) return
    for (const each of added) {
      each.dataset.entering = ""
      this.list.append(each)
      window.htmx.process(each)
    }
    this.#uniteDays()
    announce(this.dataset.wordsNew)
  }

  async #read(address) {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null)
    if (!answer?.ok || answer.redirected) return null
    const template = document.createElement("template")
    template.innerHTML = await answer.text()
    return template.content
  }

  #uniteDays() {
    let day = ""
    for (const heading of [...this.list.querySelectorAll(".timeline-day")]) {
      const next = heading.nextElementSibling
      if (heading.dataset.day === day || !next || next.matches(".timeline-day")) heading.remove()
      else day = heading.dataset.day
    }
  }
}

customElements.define("ly-timeline", Timeline)
