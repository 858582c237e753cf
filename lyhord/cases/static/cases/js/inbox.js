/**
 * A list of cases that stays true: what changes elsewhere appears, moves or leaves, but never under the reader's eyes.
 *   <ly-inbox data-rows="/inbox/mine/rows/" data-view="mine" data-agent="4"> <ul data-rows-list> <li data-id="17">…
 */
import { announce } from "../../web/js/lib/announce.js"
import { isWriting } from "../../web/js/lib/keys.js"

const CALM_MS = 250
const AT_MOST_EACH_MS = 1_500
const NEAR_TOP = 40

class Inbox extends HTMLElement {
  #timer
  #latest = 0
  #waiting = null

  connectedCallback() {
    this.list = this.querySelector("[data-rows-list]")
    this.news = this.querySelector("[data-news]")
    document.addEventListener("live:case.changed", this.#heard)
    document.addEventListener("live:resync", this.#later)
    document.addEventListener("case-touched", this.#later)
    document.addEventListener("visibilitychange", this.#seen)
    this.news.addEventListener("click", () => this.#showNews())
    for (const step of this.querySelectorAll("[data-step]")) step.addEventListener("click", () => this.#step(Number(step.dataset.step)))
    this.addEventListener("keydown", this.#arrows)
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    document.removeEventListener("live:case.changed", this.#heard)
    document.removeEventListener("live:resync", this.#later)
    document.removeEventListener("case-touched", this.#later)
    document.removeEventListener("visibilitychange", this.#seen)
  }

  #heard = ({ detail }) => { if (this.#concerns(detail)) this.#later() }

  #concerns({ id, assignee, queue }) {
    if (this.list.querySelector(`[data-id="${id}"]`)) return true
    const { view, agent } = this.dataset
    if (view === "mine") return String(assignee) === agent
    if (view === "unassigned") return assignee === null
    if (view === "queue") return String(queue) === this.dataset.queue
    return true
  }

  #later = () => {
    if (this.#timer) return
    const wait = Math.max(CALM_MS, this.#latest + AT_MOST_EACH_MS - Date.now())
    this.#timer = setTimeout(() => this.#fetch(), wait)
  }

  #seen = () => { if (!document.hidden) this.#later() }

  async #fetch() {
    this.#timer = undefined
    this.#latest = Date.now()
    const shown = this.list.querySelectorAll("[data-id]").length
    const address = new URL(this.dataset.rows, location.href)
    address.searchParams.set("limit", String(Math.max(30, shown)))
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null)
    if (!answer?.ok || answer.redirected) return
    const template = document.createElement("template")
    template.innerHTML = await answer.text()
    this.#take([...template.content.children])
  }

  /** Shows the new rows at once when the top of the list is seen, otherwise says how many there are. */
  #take(rows) {
    const known = new Set([...this.list.querySelectorAll("[data-id]")].map((row) => row.dataset.id))
    const added = rows.filter((row) => row.dataset.id && !known.has(row.dataset.id))
    if (this.scrollTop < NEAR_TOP || added.length === 0) {
      this.#merge(rows, { reorder: this.scrollTop < NEAR_TOP })
      if (added.length) announce(this.dataset.wordsNews.replace("{count}", added.length))
      return
    }
    this.#merge(rows, { reorder: false })
    this.#waiting = rows
    this.news.hidden = false
    this.news.querySelector("span").textContent = this.dataset.wordsNew.replace("{count}", added.length)
  }

  #showNews() {
    this.news.hidden = true
    if (this.#waiting) this.#merge(this.#waiting, { reorder: true })
    this.#waiting = null
    this.scrollTo({ top: 0, behavior: "smooth" })
  }

  #merge(rows, { reorder }) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.closest("li")?.dataset.id : undefined
    const fresh = new Map(rows.filter((row) => row.dataset.id).map((row) => [row.dataset.id, row]))
    for (const row of [...this.list.querySelectorAll("[data-id]")]) this.#renew(row, fresh.get(row.dataset.id))
    if (reorder) this.#order(rows)
    this.querySelector("[data-none]").hidden = this.list.querySelector("[data-id]") !== null
    if (focused) this.list.querySelector(`[data-id="${focused}"] a`)?.focus({ preventScroll: true })
  }

  #renew(row, fresh) {
    const isCurrent = row.querySelector("a")?.hasAttribute("aria-current")
    if (!fresh) {
      if (isCurrent) row.dataset.gone = ""
      else row.remove()
      return
    }
    delete row.dataset.gone
    const shown = fresh.cloneNode(true)
    if (isCurrent) {
      shown.querySelector("a").setAttribute("aria-current", "true")
      delete shown.querySelector("a").dataset.unread
    }
    if (shown.innerHTML !== row.innerHTML) row.innerHTML = shown.innerHTML
  }

  #order(rows) {
    const gone = [...this.list.querySelectorAll("[data-gone]")].map((row) => [row, row.previousElementSibling])
    let place = this.list.firstElementChild
    for (const row of rows) {
      const here = row.dataset.id ? this.list.querySelector(`[data-id="${row.dataset.id}"]`) : this.list.querySelector("[data-more]")
      while (place?.dataset.gone !== undefined) place = place.nextElementSibling
      if (here && here === place) place = place.nextElementSibling
      else this.list.insertBefore(here ?? this.#entering(row), place)
    }
    for (const [row, before] of gone) if (before?.isConnected && row.previousElementSibling !== before) before.after(row)
    const more = this.list.querySelector("[data-more]")
    if (more && more !== this.list.lastElementChild) this.list.append(more)
  }

  #entering(row) {
    const entering = row.cloneNode(true)
    entering.dataset.entering = ""
    queueMicrotask(() => window.htmx.process(entering))
    return entering
  }

  #step(step) {
    const rows = [...this.list.querySelectorAll("a.case-row")]
    const at = rows.findIndex((row) => row === document.activeElement || row.hasAttribute("aria-current"))
    const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]
    if (!next) return
    next.focus()
    if (matchMedia("(min-width: 46.01rem)").matches) next.click()
  }

  #arrows = (event) => {
    if (isWriting(event.target) || !["ArrowDown", "ArrowUp"].includes(event.key) || !event.target.matches("a.case-row")) return
    event.preventDefault()
    const sibling = event.key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling"
    event.target.closest("li")[sibling]?.querySelector("a")?.focus()
  }
}

customElements.define("ly-inbox", Inbox)
