// data-open-dialog="id" opens a <dialog>, data-close-dialog closes the one around it; a click beside it closes it too.
// data-confirm="id" on a submit button: the dialog is asked first, its [value="yes"] button sends the form.

function onClick(event) {
  const opener = event.target.closest?.("[data-open-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.openDialog)?.showModal();
    return;
  }
  const closer = event.target.closest?.("[data-close-dialog]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
    return;
  }
  if (event.target.matches?.("dialog.dialog[open]")) {
    const box = event.target.getBoundingClientRect();
    const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
    if (outside && event.detail > 0) event.target.close();
  }
}

function onConfirm(event) {
  const button = event.target.closest?.("[data-confirm]");
  const dialog = button && document.getElementById(button.dataset.confirm);
  if (!dialog || button.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.open) return; // the closing of an earlier question, told late
    dialog.onclose = null;
    if (dialog.returnValue !== "yes") {
      button.focus();
      return;
    }
    button.dataset.confirmed = "1";
    button.click();
    delete button.dataset.confirmed;
  };
  dialog.showModal();
}

export function listen() {
  document.addEventListener("click", onConfirm, true);
  document.addEventListener("click", onClick);
}
