// Prints the PDF shown in a frame of the page: data-print-frame="id of the frame". A link that opens in a frame of
// the page (target="name") brings the frame into sight, which lies below the list on a phone.
function bringIntoSight(event) {
  const link = event.target.closest?.("a[target]");
  const frame = link && document.querySelector(`iframe[name="${CSS.escape(link.target)}"]`);
  frame?.scrollIntoView({ block: "nearest" });
}

export function listen() {
  document.addEventListener("click", bringIntoSight);
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
