/** Lets a text field grow with its text where the browser can't do so itself:  <ly-autosize><textarea></textarea></ly-autosize> */
class Autosize extends HTMLElement {
  connectedCallback() {
    if (CSS.supports("field-sizing", "content")) return
    this.addEventListener("input", () => this.#fit())
    this.#fit()
  }

  #fit() {
    const { style, scrollHeight } = this.querySelector("textarea")
    style.setProperty("height", "auto")
    style.setProperty("height", `${this.querySelector("textarea").scrollHeight || scrollHeight}px`)
  }
}

customElements.define("ly-autosize", Autosize)
