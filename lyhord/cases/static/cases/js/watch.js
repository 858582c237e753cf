/**
 * Tells colleagues that one has the case open, and whether one writes; shows who else does.
 *   <ly-watch src="/cases/…/viewers/" departure="/cases/…/departure/" data-number="1000-0016" data-agent="4"></ly-watch>
 */
const ALIVE_EACH_MS = 20_000
const WRITING_FOR_MS = 8_000

class Watch extends HTMLElement {
  #timer
  #rest
  #writing = false

  connectedCallback() {
    document.addEventListener("live:case.viewers", this.#heard)
    document.addEventListener("composer-typed", this.#typed)
    document.addEventListener("composer-rested", this.#rested)
    document.addEventListener("visibilitychange", this.#seen)
    addEventListener("pagehide", this.#leave)
    this.#tell()
    this.#timer = setInterval(() => this.#tell(), ALIVE_EACH_MS)
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
    clearTimeout(this.#rest)
    document.removeEventListener("live:case.viewers", this.#heard)
    document.removeEventListener("composer-typed", this.#typed)
    document.removeEventListener("composer-rested", this.#rested)
    document.removeEventListener("visibilitychange", this.#seen)
    removeEventListener("pagehide", this.#leave)
    this.#leave()
  }

  get #token() { return JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"] }

  #body(pairs) {
    const body = new FormData()
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: this.#token, ...pairs })) body.append(name, value)
    return body
  }

  #tell() {
    if (document.hidden) return
    fetch(this.getAttribute("src"), { method: "POST", body: this.#body({ writing: this.#writing ? "1" : "0" }) }).catch(() => {})
  }

  #leave = () => navigator.sendBeacon(this.getAttribute("departure"), this.#body({}))

  #seen = () => (document.hidden ? this.#leave() : this.#tell())

  #typed = () => {
    clearTimeout(this.#rest)
    this.#rest = setTimeout(this.#rested, WRITING_FOR_MS)
    if (this.#writing) return
    this.#writing = true
    this.#tell()
  }

  #rested = () => {
    clearTimeout(this.#rest)
    if (!this.#writing) return
    this.#writing = false
    this.#tell()
  }

  #heard = async ({ detail }) => {
    if (detail.case !== this.dataset.number || String(detail.agent) === this.dataset.agent) return
    const answer = await fetch(this.getAttribute("src"), { headers: { "HX-Request": "true" } }).catch(() => null)
    if (!answer?.ok) return
    const html = await answer.text()
    for (const place of document.querySelectorAll("#conversation [data-viewers]")) {
      const template = document.createElement("template")
      template.innerHTML = html
      place.replaceChildren(...template.content.querySelector("[data-viewers]").childNodes)
    }
  }
}

customElements.define("ly-watch", Watch)
