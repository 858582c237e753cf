/**
 * The page a customer sent, shown on demand in a frame where no script runs:
 *   <ly-original src="/entries/7/original/"><button data-toggle aria-expanded="false"></button><div data-frame hidden></div></ly-original>
 */
class Original extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      if (event.target.closest("[data-toggle]")) this.#toggle()
      if (event.target.closest("[data-images]")) this.#load("?images=1")
    })
  }

  get #place() { return this.querySelector("[data-frame]") }

  #toggle() {
    const toggle = this.querySelector("[data-toggle]")
    const isOpen = toggle.getAttribute("aria-expanded") === "true"
    toggle.setAttribute("aria-expanded", String(!isOpen))
    this.#place.hidden = isOpen
    if (!isOpen && !this.querySelector("iframe")) this.#load("")
  }

  #load(query) {
    this.querySelector("iframe")?.remove()
    const frame = document.createElement("iframe")
    frame.className = "original-frame"
    frame.title = this.querySelector("[data-toggle]").textContent.trim()
    frame.sandbox = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    frame.addEventListener("load", () => this.#fit(frame))
    frame.src = this.getAttribute("src") + query
    this.#place.append(frame)
    if (query) this.querySelector("[data-images]")?.closest(".banner").remove()
  }

  #fit(frame) {
    const page = frame.contentDocument?.documentElement
    if (!page) return
    const fit = () => frame.style.setProperty("height", `${Math.min(page.scrollHeight + 2, 2000)}px`)
    fit()
    new ResizeObserver(fit).observe(frame.contentDocument.body)
  }
}

customElements.define("ly-original", Original)
