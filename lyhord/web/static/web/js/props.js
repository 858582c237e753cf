/** Figures become custom properties, since the page allows no style attributes: data-props="v:76; target:80". */
function apply(root) {
  for (const element of root.querySelectorAll("[data-props]")) {
    for (const pair of element.dataset.props.split(";")) {
      const [name, value] = pair.split(":")
      element.style.setProperty(`--${name.trim()}`, value.trim())
    }
  }
}

apply(document)
document.addEventListener("htmx:load", (event) => apply(event.detail.elt.parentElement ?? document))
