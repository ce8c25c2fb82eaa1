import { useTitle } from '#extension/app/use-title.ts';
import { useWords } from '#extension/ui/context.tsx';

/** `#/`: what changed since the last look, and what there is in all. */
export default function DashboardPage() {
  const words = useWords();
  const title = words.t('dashboard.title');
  useTitle(title);
  return <h1>{title}</h1>;
}
