/** Copies what an element says:  <button data-copies="id-of-element">Kopiera</button> */
import { toast } from "./lib/toasts.js"
import { word } from "./lib/words.js"

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]")
  if (!button) return
  const source = document.getElementById(button.dataset.copies)
  const text = (source.value ?? source.textContent).trim()
  try {
    await navigator.clipboard.writeText(text)
    toast({ text: word("copied") })
  } catch {
    getSelection().selectAllChildren(source)
    toast({ text: word("selected") })
  }
})
