/** Shows the chosen theme at once; the form around the choice tells the server. */
document.addEventListener("change", (event) => {
  if (event.target.name !== "theme" || !event.target.closest("[data-theme-choice]")) return
  const { value } = event.target
  if (value === "system") delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = value
})
