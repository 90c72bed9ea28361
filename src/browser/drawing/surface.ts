/**
 * A canvas that fills its host, sharp on every screen, with the letters and colours that the host has.
 * @module
 */

/** Where there is something to draw on. Lengths are in px of the page. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  /** The value of a custom property of report/theme.ts, such as `mr1`; as it is now on this page. */
  colour(name: string): string;
}

/** A part of a surface. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const NAMES = ['ink', 'muted', 'grid', 'ground', 'raised', 'mr1', 'mr2', 'millicent', 'baseline'];

/** A new canvas in a host. @returns its surface as the host is now; to be asked for again when the host has changed */
export function canvasIn(host: HTMLElement): () => Surface {
  const canvas = document.createElement('canvas');
  canvas.style.display = 'block';
  host.append(canvas);
  const context = canvas.getContext('2d')!;
  return () => {
    // The host's size is its own, not that of the canvas in it.
    canvas.style.width = canvas.style.height = '0';
    const { clientWidth: width, clientHeight: height } = host;
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const style = getComputedStyle(host);
    const colours = new Map(NAMES.flatMap((name) => [name, `${name}-text`]).map((name) => [name, read(style, name)]));
    const fontSize = Number.parseFloat(style.fontSize);
    context.lineCap = 'round';
    context.lineJoin = 'round';
    return { context, width, height, fontSize, colour: (name) => colours.get(name) ?? '' };
  };
}

function read(style: CSSStyleDeclaration, name: string): string {
  return style.getPropertyValue(`--${name}`).trim();
}

/** Nothing is to be seen any more. */
export function clear({ context, width, height }: Surface): void {
  context.clearRect(0, 0, width, height);
}
