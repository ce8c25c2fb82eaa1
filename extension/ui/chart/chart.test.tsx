// @vitest-environment jsdom
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bars } from '#extension/ui/chart/bars.tsx';
import { Chart } from '#extension/ui/chart/chart.tsx';
import type { ChartSpec } from '#extension/ui/chart/spec.ts';
import { UiProvider } from '#extension/ui/context.tsx';
import { translatorOf } from '#extension/words/fixture.ts';

/** What is drawn is under test in real browsers; here it only has to be asked for. */
const drawn = vi.hoisted(() => ({ move: vi.fn(), resize: vi.fn(), destroy: vi.fn() }));
const draw = vi.hoisted(() => vi.fn());
vi.mock('#extension/ui/chart/draw.ts', () => ({ draw }));

const words = translatorOf('app');
const spec: ChartSpec = {
  x: { label: 'Week', names: ['first', 'second', 'third'], tick: String },
  series: [
    { label: 'Matches', values: [1_000, 0, null], kind: 'bars', tone: 'accent', hollow: true },
    { label: 'Won', values: [4, 0, 1], kind: 'bars', tone: 'accent' },
  ],
};
let root: HTMLElement;
beforeEach(() => {
  draw.mockReset();
  draw.mockImplementation(
    (_host: unknown, _spec: unknown, { onPoint }: { onPoint(i: number | null, x: number): void }) => ({
      ...drawn,
      move: (index: number | null) => onPoint(index, (index ?? 0) * 100),
    }),
  );
  root = document.createElement('div');
  document.body.replaceChildren(root);
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

function show() {
  render(
    <UiProvider value={{ words, now: Date.now }}>
      <Chart title="Matches by week" spec={spec} />
    </UiProvider>,
    root,
  );
}
function canDraw() {
  vi.stubGlobal('CanvasRenderingContext2D', class {});
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
}
const rows = () =>
  [...root.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));

describe('a chart', () => {
  it('is a table with the same figures where nothing can be drawn', async () => {
    show();
    await vi.waitFor(() =>
      expect(rows()).toEqual([
        ['first', '1,000', '4'],
        ['second', '0', '0'],
        ['third', '–', '1'],
      ]),
    );
    expect(root.querySelector('.chart-head button')).toBeNull();
  });

  it('is a table, too, when its drawing cannot be loaded', async () => {
    canDraw();
    vi.spyOn(console, 'error').mockReturnValue();
    draw.mockImplementation(() => {
      throw new Error('no canvas after all');
    });
    show();
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    vi.restoreAllMocks();
  });

  it('is walked through with the arrow keys, and says where one is', async () => {
    canDraw();
    show();
    await vi.waitFor(() => expect(draw).toHaveBeenCalledOnce());
    const canvas = root.querySelector<HTMLElement>('.chart-canvas');
    const said = () => root.querySelector('[aria-live]')?.textContent;
    const press = (key: string) => canvas?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    expect(canvas?.tabIndex).toBe(0);
    press('End');
    await vi.waitFor(() => expect(said()).toBe('third: Matches –, Won 1'));
    press('ArrowRight');
    press('Home');
    await vi.waitFor(() => expect(said()).toBe('first: Matches 1,000, Won 4'));
    await vi.waitFor(() => expect(root.querySelector('.chart-tip')?.textContent).toContain('first'));
    press('Escape');
    await vi.waitFor(() => expect(root.querySelector('.chart-tip')).toBeNull());
  });

  it('turns into its table and back', async () => {
    canDraw();
    show();
    await vi.waitFor(() => expect(draw).toHaveBeenCalledOnce());
    root.querySelector<HTMLButtonElement>('.chart-head button')?.click();
    await vi.waitFor(() => expect(rows()).toHaveLength(3));
    expect(drawn.destroy).toHaveBeenCalled();
    root.querySelector<HTMLButtonElement>('.chart-head button')?.click();
    await vi.waitFor(() => expect(draw).toHaveBeenCalledTimes(2));
  });

  it('is drawn anew in another theme', async () => {
    canDraw();
    show();
    await vi.waitFor(() => expect(draw).toHaveBeenCalledOnce());
    document.documentElement.dataset['theme'] = 'light';
    await vi.waitFor(() => expect(draw).toHaveBeenCalledTimes(2));
    delete document.documentElement.dataset['theme'];
  });
});

describe('bars', () => {
  it('are a table whose last column draws its part of the longest', () => {
    render(
      <UiProvider value={{ words, now: Date.now }}>
        <Bars
          title="Maps"
          names="Map"
          values="Matches"
          bars={[
            { key: 'a', name: 'Nuke', value: 8, part: 2, aside: '25% won' },
            { key: 'b', name: 'Mirage', value: 0 },
          ]}
        />
      </UiProvider>,
      root,
    );
    expect(rows()).toEqual([
      ['Nuke', '8 25% won'],
      ['Mirage', '0'],
    ]);
    const [line] = root.querySelectorAll<HTMLElement>('.bar-line');
    expect([line?.style.width, line?.querySelector('i')?.style.width]).toEqual(['100%', '25%']);
  });
});
