/**
 * The page's line to the server:  <ly-live src="/live/" after="4711"></ly-live>
 * `after` is the latest event when the page was made: what happened while it was on its way is told too.
 * Every event is told to the document as `live:<kind>` with its body, so that htmx can say
 * hx-trigger="live:case.changed from:document". A line that was lost resumes after the latest event seen;
 * when the server no longer has what was missed, it says `resync` and the page tells `live:resync`.
 * The server knows what the agent follows anyway; elements add topics by carrying data-live-topic="case.17".
 */
const REMEMBERED = 500
const WORRIED_AFTER_MS = 5_000
const PAUSES_MS = [2_000, 5_000, 15_000, 60_000]

class Live extends HTMLElement {
  #source
  #latest = ""
  #seen = new Set()
  #worry
  #refused = 0
  #listened = ""

  connectedCallback() {
    this.#latest ||= this.getAttribute("after")
    this.#open()
    document.addEventListener("htmx:afterSettle", this.#follow)
    addEventListener("pagehide", this.#close)
    addEventListener("pageshow", this.#resume)
  }

  disconnectedCallback() {
    this.#close()
    document.removeEventListener("htmx:afterSettle", this.#follow)
    removeEventListener("pagehide", this.#close)
    removeEventListener("pageshow", this.#resume)
  }

  #topics() {
    const onPage = [...document.querySelectorAll("[data-live-topic]")].map((each) => each.dataset.liveTopic)
    return [...new Set(onPage)].sort().join(",")
  }

  #open() {
    this.#listened = this.#topics()
    const query = new URLSearchParams({ topics: this.#listened, ...(this.#latest && { after: this.#latest }) })
    this.#source = new EventSource(`${this.getAttribute("src")}?${query}`)
    this.#source.onopen = () => this.#calm()
    this.#source.onmessage = (message) => this.#tell(message)
    this.#source.onerror = () => this.#lost()
  }

  #close = () => { clearTimeout(this.#worry); this.#source?.close() }
  #resume = (event) => { if (event.persisted) this.#open() }

  #follow = () => {
    if (this.#topics() === this.#listened) return
    this.#close()
    this.#open()
  }

  #tell({ lastEventId, data }) {
    if (lastEventId && this.#seen.has(lastEventId)) return
    if (lastEventId) this.#remember(lastEventId)
    const { kind, body = {} } = JSON.parse(data)
    document.dispatchEvent(new CustomEvent(`live:${kind}`, { detail: body }))
  }

  #remember(id) {
    this.#latest = id
    this.#seen.add(id)
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value)
  }

  #calm() {
    clearTimeout(this.#worry)
    this.#worry = undefined
    this.#refused = 0
    document.getElementById("offline").hidden = true
  }

  #lost() {
    this.#worry ??= setTimeout(() => { document.getElementById("offline").hidden = false }, WORRIED_AFTER_MS)
    if (this.#source.readyState !== EventSource.CLOSED) return
    const pause = PAUSES_MS[Math.min(this.#refused++, PAUSES_MS.length - 1)]
    setTimeout(() => this.isConnected && this.#open(), pause)
  }
}

customElements.define("ly-live", Live)
