/** Colleagues by name after @ in a note: arrows choose, Enter or Tab takes, Esc closes. */
const TYPED = /(?:^|[\s(])@([\p{L}\p{N}.-]*)$/u

export class MentionMenu {
  #query = null

  constructor(panel, editor) {
    this.panel = panel
    this.editor = editor
    this.menu = panel.querySelector("[data-mentions]")
    editor.addEventListener("trix-change", () => this.#look())
    editor.addEventListener("trix-blur", () => setTimeout(() => this.#close(), 150))
    editor.addEventListener("keydown", (event) => this.#steer(event), { capture: true })
    this.menu.addEventListener("mousedown", (event) => {
      event.preventDefault()
      this.#take(event.target.closest("[role=option]"))
    })
  }

  get #chosen() { return this.menu.querySelector("[aria-selected=true]") }
  get #isOpen() { return this.menu.matches(":popover-open") }

  #typed() {
    const [at] = this.editor.editor.getSelectedRange()
    return TYPED.exec(this.editor.editor.getDocument().toString().slice(0, at))?.[1] ?? null
  }

  async #look() {
    const typed = this.#typed()
    if (typed === null) { this.#close(); return }
    this.#query = typed
    const answer = await fetch(`${this.panel.dataset.colleagues}?q=${encodeURIComponent(typed)}`).catch(() => null)
    if (!answer?.ok || this.#query !== typed) return
    const { colleagues } = await answer.json()
    this.#offer(colleagues)
  }

  #offer(colleagues) {
    if (!colleagues.length) { this.#close(); return }
    this.menu.replaceChildren(...colleagues.map(({ name }, place) => {
      const option = document.createElement("div")
      option.className = "menu-item"
      option.setAttribute("role", "option")
      option.setAttribute("aria-selected", String(place === 0))
      option.textContent = name
      return option
    }))
    if (!this.#isOpen) this.menu.showPopover({ source: this.editor })
  }

  #steer(event) {
    if (!this.#isOpen) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) this.#move(step)
    else if (["Enter", "Tab"].includes(event.key) && !event.ctrlKey && !event.metaKey) this.#take(this.#chosen)
    else if (event.key === "Escape") this.#close()
    else return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  #move(step) {
    const options = [...this.menu.children]
    const at = options.indexOf(this.#chosen)
    this.#chosen?.setAttribute("aria-selected", "false")
    options.at((at + step) % options.length).setAttribute("aria-selected", "true")
  }

  #take(option) {
    if (!option) return
    const { editor } = this.editor
    const [at] = editor.getSelectedRange()
    editor.setSelectedRange([at - (this.#typed() ?? "").length, at])
    editor.insertString(`${option.textContent} `)
    this.#close()
  }

  #close() {
    this.#query = null
    if (this.#isOpen) this.menu.hidePopover()
  }
}
