/** Canned replies: the menu opens by its button or by / in an empty reply; what is typed narrows it. */
const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase()

export class CannedMenu {
  constructor(panel, editor) {
    this.menu = panel.querySelector("#canned")
    this.opener = panel.querySelector("[data-canned-opener]")
    this.editor = editor
    editor.addEventListener("keydown", (event) => this.#slash(event))
    this.menu.addEventListener("input", () => this.#narrow())
    this.menu.addEventListener("click", (event) => this.#choose(event.target.closest("[data-canned]")))
    this.menu.addEventListener("keydown", (event) => this.#steer(event))
    this.menu.addEventListener("htmx:afterSwap", () => this.menu.querySelector("input")?.focus())
  }

  get #shown() { return [...this.menu.querySelectorAll("[data-canned]:not([hidden])")] }

  #slash(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || this.editor.textContent.trim() !== "") return
    event.preventDefault()
    this.menu.showPopover({ source: this.opener })
    this.menu.querySelector("input")?.focus()
  }

  #narrow() {
    const words = plain(this.menu.querySelector("input").value).split(" ").filter(Boolean)
    for (const each of this.menu.querySelectorAll("[data-canned]")) each.hidden = !words.every((word) => plain(each.textContent).includes(word))
  }

  #steer(event) {
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault()
      this.#choose(this.#shown[0])
    } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault()
      const places = [this.menu.querySelector("input"), ...this.#shown]
      const at = places.indexOf(document.activeElement)
      places[Math.min(places.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)))]?.focus()
    }
  }

  async #choose(canned) {
    if (!canned) return
    const answer = await fetch(canned.dataset.canned).catch(() => null)
    this.menu.hidePopover()
    if (!answer?.ok) return
    this.editor.focus()
    this.editor.editor.insertHTML(await answer.text())
  }
}
