// Gestures of mouse, fingers and wheel on the chart, turned into instants.

const DRAG = 6;
const WHEEL = 1.0016;

/**
 * @param {HTMLElement} chart
 * @param {{range: () => {from: number, to: number}, plot: () => {left: number, width: number}, hover: (at: number?, x: number, y: number) => void, select: (from: number, to: number) => void,
 * selecting: (x0: number?, x1: number?) => void, zoom: (factor: number, at: number) => void, drag: (from: number, to: number, done: boolean) => void}} on
 */
export function followGestures(chart, on) {
  const fingers = new Map();
  let start = null;

  const place = event => {
    const box = chart.getBoundingClientRect();
    const { left, width } = on.plot();
    const { from, to } = on.range();
    const x = Math.min(left + width, Math.max(left, event.clientX - box.left));
    return { x, y: event.clientY - box.top, at: from + (x - left) / width * (to - from), perPixel: (to - from) / width };
  };

  chart.addEventListener('pointerdown', event => {
    if (event.pointerType === 'mouse' && event.button !== 0)
      return;
    const here = place(event);
    fingers.set(event.pointerId, here);
    start = { ...here, range: on.range(), moved: false, spread: spread(), type: event.pointerType };
    chart.setPointerCapture(event.pointerId);
  });

  chart.addEventListener('pointermove', event => {
    const here = place(event);
    if (!fingers.has(event.pointerId)) {
      on.hover(here.at, here.x, here.y);
      return;
    }
    fingers.set(event.pointerId, here);
    if (fingers.size === 2) {
      pinch();
      return;
    }
    if (!start || (!start.moved && Math.abs(here.x - start.x) < DRAG))
      return;
    start.moved = true;
    on.hover(null);
    if (start.type === 'mouse')
      on.selecting(start.x, here.x);
    else
      shift(here, false);
  });

  const finish = event => {
    if (!fingers.delete(event.pointerId) || !start)
      return;
    const here = place(event);
    const [other] = fingers.values();
    if (other) {
      // After a pinch, the finger that is left starts a gesture from the new range.
      start = { ...other, range: on.range(), moved: false, pinched: true, spread: 0, type: start.type };
      return;
    }
    const isOver = event.type === 'pointerup';
    if (start.type === 'mouse' && start.moved && isOver)
      on.select(Math.min(start.at, here.at), Math.max(start.at, here.at));
    else if (start.type !== 'mouse' && start.moved)
      shift(here, true);
    else if (isOver && !start.pinched)
      on.hover(here.at, here.x, here.y);
    on.selecting(null);
    start = null;
  };
  chart.addEventListener('pointerup', finish);
  chart.addEventListener('pointercancel', finish);
  chart.addEventListener('pointerleave', event => event.pointerType === 'mouse' && on.hover(null));

  // Without Ctrl the wheel scrolls the page, unless the chart has the focus.
  chart.addEventListener('wheel', event => {
    const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !event.metaKey && !(document.activeElement === chart) && !isSideways)
      return;
    event.preventDefault();
    const here = place(event);
    if (isSideways) {
      const { from, to } = on.range();
      on.drag(from + event.deltaX * here.perPixel, to + event.deltaX * here.perPixel, true);
    } else {
      on.zoom(WHEEL ** Math.max(-400, Math.min(400, event.deltaY * (event.deltaMode === 1 ? 30 : 1))), here.at);
    }
  }, { passive: false });

  function spread() {
    const [a, b] = [...fingers.values()];
    return b ? Math.max(20, Math.abs(a.x - b.x)) : 0;
  }

  function pinch() {
    const [a, b] = [...fingers.values()];
    if (start.spread > 0)
      on.zoom(start.spread / spread(), (a.at + b.at) / 2);
    start = { ...start, moved: true, spread: spread() };
  }

  function shift(here, done) {
    const by = (start.x - here.x) * (start.range.to - start.range.from) / on.plot().width;
    on.drag(start.range.from + by, start.range.to + by, done);
  }
}
