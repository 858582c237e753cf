/** Buttons that open and close dialogs: data-opens="id", data-closes="id". Focus returns to the button by itself. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]")
  if (opener) {
    event.preventDefault()
    opener.closest("[popover]")?.hidePopover()
    document.getElementById(opener.dataset.opens)?.showModal()
    return
  }
  const closer = event.target.closest("[data-closes]")
  if (closer) document.getElementById(closer.dataset.closes)?.close()
  else if (event.target instanceof HTMLDialogElement && isOutside(event)) event.target.close()
})

function isOutside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect()
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom
}

for (const dialog of document.querySelectorAll("dialog[data-open]")) dialog.showModal()

// A dialog that the server sends into the page opens by itself.
document.addEventListener("htmx:load", (event) => {
  const dialog = event.detail.elt.matches?.("dialog[data-open]") ? event.detail.elt : event.detail.elt.querySelector?.("dialog[data-open]")
  if (dialog && !dialog.open) dialog.showModal()
})
