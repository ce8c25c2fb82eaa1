import { useCallback } from 'preact/hooks';
import { type OwnReport, UNDO_MS } from '#extension/reports/report.ts';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { useToast } from '#extension/ui/toast.tsx';

/** Says that a report was handed in, or is taken back, for as long as that can be undone; `onChange` when it was. */
export function useUndo(onChange: () => void): (own: OwnReport, name: string) => void {
  const words = useWords();
  const toast = useToast();
  return useCallback(
    ({ steamId, request, withdrawing }, name) => {
      const undo = async () => {
        try {
          const { undone } = await send('undoReport', { steamId });
          if (!undone) toast({ text: words.t('report.toast.late'), tone: 'warn' });
          else if (!withdrawing) toast({ text: words.t('report.toast.draft') });
        } catch (error) {
          console.warn('the report could not be undone', error);
          toast({ text: words.t('report.failed'), tone: 'warn' });
        }
        onChange();
      };
      const category = words.t(`report.category.${request.category}`);
      const text = withdrawing
        ? words.t('report.toast.withdraw', { name })
        : words.t('report.toast', { name, category });
      toast({ text, ms: UNDO_MS, action: { run: () => void undo() } });
    },
    [words, toast, onChange],
  );
}
