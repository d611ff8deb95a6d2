// Prints the PDF shown in a frame of the page: data-print-frame="id of the frame".
export function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-print-frame]");
    if (!button) return;
    const frame = document.getElementById(button.dataset.printFrame);
    try {
      frame.contentWindow.focus();
      frame.contentWindow.print();
    } catch {
      window.open(frame.src, "_blank"); // a browser whose PDF viewer lets nobody in
    }
  });
}
