/**
 * The report's only script: the key `p` or the button presents one chart at a time on the full screen, the arrows move,
 * Escape leaves. Without scripts the page lacks nothing else.
 * @module
 */

/** The script, as it stands between the tags: it reads nothing but the page and builds no markup. */
export const PRESENTATION_SCRIPT = `'use strict';
(() => {
  const figures = Array.from(document.querySelectorAll('figure.chart'));
  const opener = document.getElementById('present');
  const place = document.querySelector('#stage-bar .place');
  let shown = -1;

  function show(index) {
    figures.forEach((figure, i) => figure.classList.toggle('shown', i === index));
    document.body.classList.toggle('presenting', index >= 0);
    shown = index;
    if (index < 0) return;
    place.textContent = (index + 1) + ' / ' + figures.length;
    figures[index].focus({ preventScroll: true });
  }

  function start() {
    show(nearest());
    if (document.fullscreenEnabled) document.documentElement.requestFullscreen().catch(() => undefined);
  }

  function leave() {
    if (shown < 0) return;
    const last = figures[shown];
    show(-1);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
    last.scrollIntoView({ behavior: 'instant', block: 'start' });
    opener.focus({ preventScroll: true });
  }

  function move(step) {
    show(Math.max(0, Math.min(figures.length - 1, shown + step)));
  }

  function nearest() {
    const visible = figures.findIndex((figure) => figure.getBoundingClientRect().bottom > 80);
    return Math.max(0, visible);
  }

  const keys = {
    ArrowRight: () => move(1), ArrowDown: () => move(1), PageDown: () => move(1),
    ArrowLeft: () => move(-1), ArrowUp: () => move(-1), PageUp: () => move(-1),
    Home: () => show(0), End: () => show(figures.length - 1), Escape: leave, p: leave,
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (shown < 0) {
      if (event.key === 'p') start();
    } else if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  let wasFull = false;
  document.addEventListener('fullscreenchange', () => {
    if (wasFull && !document.fullscreenElement) leave();
    wasFull = document.fullscreenElement !== null;
  });
  opener.addEventListener('click', start);
  document.getElementById('stage-back').addEventListener('click', () => move(-1));
  document.getElementById('stage-on').addEventListener('click', () => move(1));
  document.getElementById('stage-leave').addEventListener('click', leave);
})();
`;
