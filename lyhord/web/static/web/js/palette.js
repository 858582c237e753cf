/**
 * Search or do:  <ly-palette><input role="combobox"> <div role="listbox"></div></ly-palette> inside a dialog.
 * Arrow keys move among the options, Enter opens the chosen one, with Ctrl or ⌘ in a new tab. Options are links and
 * buttons; ways to pages are filtered here at once, hits come from the server through htmx.
 */
const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase()

class Palette extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input")
    this.input.addEventListener("input", () => this.#filter())
    this.addEventListener("keydown", (event) => this.#steer(event))
    this.addEventListener("htmx:afterSwap", () => this.#filter())
    this.addEventListener("click", (event) => event.target.closest("[role=option]") && this.closest("dialog").close())
    this.closest("dialog").addEventListener("close", () => { this.input.value = ""; this.#filter() })
    this.#filter()
  }

  get #options() { return [...this.querySelectorAll("[role=option]")].filter((each) => !each.hidden) }
  get #chosen() { return this.querySelector("[role=option][aria-selected=true]") }

  #filter() {
    const words = plain(this.input.value.replace(/^>/, "")).split(" ").filter(Boolean)
    for (const option of this.querySelectorAll("[data-local] [role=option]")) {
      option.hidden = !words.every((word) => plain(option.textContent).includes(word))
    }
    for (const group of this.querySelectorAll("[data-local][role=group]")) {
      group.hidden = !group.querySelector("[role=option]:not([hidden])")
    }
    this.querySelector("[data-nothing]").hidden = this.#options.length > 0
    this.#choose(this.#options[0])
  }

  #choose(option) {
    this.#chosen?.setAttribute("aria-selected", "false")
    option?.setAttribute("aria-selected", "true")
    option?.scrollIntoView({ block: "nearest" })
    if (option) this.input.setAttribute("aria-activedescendant", option.id)
    else this.input.removeAttribute("aria-activedescendant")
  }

  #steer(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      const at = this.#options.indexOf(this.#chosen)
      this.#choose(this.#options.at((at + step) % this.#options.length))
    } else if (event.key === "Enter" && this.#chosen) {
      event.preventDefault()
      if ((event.ctrlKey || event.metaKey) && this.#chosen.href) open(this.#chosen.href, "_blank", "noopener")
      else this.#chosen.click()
    }
  }
}

customElements.define("ly-palette", Palette)
