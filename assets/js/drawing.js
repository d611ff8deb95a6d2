// What looking at a drawing and drawing one share: its place on the page, its letters, and who gets the wheel.

// The wheel scrolls the page, not the drawing: someone reading down the page must not get stuck.
export const wheelBelongsToPage = { zoomScroll: ["value", null] };

/** The box of the drawing, alone in its place. */
export function canvasBox(place, label) {
  const box = document.createElement("div");
  box.className = "drawing-canvas";
  box.tabIndex = 0;
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", label);
  place.replaceChildren(box);
  return box;
}

/** The page's own letters, loaded: labels are wrapped by measuring them. */
export async function textRenderer() {
  const style = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
  await document.fonts.load(`12px ${style.fontFamily}`);
  return { defaultStyle: style, externalStyle: style };
}
