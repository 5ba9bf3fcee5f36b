import { formatClock, type Zone } from '#lib/format/time.ts';
import type { MarkGroup } from './mark-groups.ts';

/** What marks say, over the drawing: shown while the crosshair or the focus is on one. */
export interface MarkLayer {
  place(groups: readonly MarkGroup[]): void;
  /** The crosshair is here, in pixels from the left; below zero it has left. */
  point(left: number): void;
}

const reachPx = 6;
/** More than fit into a note that is still read. */
const mostLines = 6;

const placeClass =
  'pointer-events-none absolute inset-y-0 z-20 w-3 -translate-x-1/2 rounded-[2px] text-left group/mark';
const noteClass =
  'absolute top-1 hidden w-max max-w-72 rounded-control border border-border-strong bg-raised px-2 py-1 font-sans text-xs text-pretty whitespace-pre-line text-text group-focus-visible/mark:block group-data-open/mark:block';

/** @param onOpen what Enter does on a mark; null leaves marks to the crosshair */
export function createMarkLayer(
  over: HTMLElement,
  zone: Zone,
  onOpen: ((group: MarkGroup) => void) | null,
): MarkLayer {
  let shown: { readonly left: number; readonly element: HTMLElement }[] = [];
  return {
    place(groups) {
      const before = shown;
      shown = groups.map((group, index) => {
        const element = before[index]?.element ?? makeElement(over, onOpen !== null);
        write(element, group, over.clientWidth, zone);
        if (onOpen) element.onclick = () => onOpen(group);
        return { left: group.left, element };
      });
      for (const { element } of before.slice(groups.length)) element.remove();
    },
    point(left) {
      const nearest = left < 0 ? -1 : nearestTo(shown, left);
      shown.forEach(({ element }, index) =>
        element.toggleAttribute('data-open', index === nearest),
      );
    },
  };
}

function nearestTo(shown: readonly { readonly left: number }[], left: number): number {
  const distances = shown.map((each) => Math.abs(each.left - left));
  const least = Math.min(...distances);
  return least <= reachPx ? distances.indexOf(least) : -1;
}

function makeElement(over: HTMLElement, isFocusable: boolean): HTMLElement {
  const element = document.createElement(isFocusable ? 'button' : 'span');
  if (element instanceof HTMLButtonElement) element.type = 'button';
  else element.ariaHidden = 'true';
  element.className = placeClass;
  const note = document.createElement('span');
  note.className = noteClass;
  element.append(note);
  over.append(element);
  return element;
}

function write(element: HTMLElement, group: MarkGroup, width: number, zone: Zone): void {
  element.style.left = `${Math.round(group.left)}px`;
  const note = element.firstElementChild;
  if (!(note instanceof HTMLElement)) return;
  const text = textOf(group, zone);
  if (note.textContent !== text) {
    note.textContent = text;
    if (element instanceof HTMLButtonElement) element.ariaLabel = `${text}: show this moment`;
  }
  // A note opens towards the middle, where there is room for it.
  const isRight = group.left > width * 0.6;
  note.style.left = isRight ? 'auto' : '10px';
  note.style.right = isRight ? '10px' : 'auto';
}

function textOf({ marks }: MarkGroup, zone: Zone): string {
  const lines = marks
    .slice(0, mostLines)
    .map(({ timeMs, label }) => `${formatClock(timeMs, zone)}  ${label}`);
  const rest = marks.length - lines.length;
  return [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}
