/** Shows what was typed in a password field:  <ly-password><input type="password"><button aria-pressed="false"></button></ly-password> */
class Password extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", ({ currentTarget }) => {
      const input = this.querySelector("input")
      const isShown = input.type === "password"
      input.type = isShown ? "text" : "password"
      currentTarget.setAttribute("aria-pressed", String(isShown))
    })
  }
}

customElements.define("ly-password", Password)
