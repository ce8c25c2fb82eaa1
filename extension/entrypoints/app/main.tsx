import { render } from 'preact';
import { App } from '#extension/app/app.tsx';
import '../../ui/tokens.css';
import '../../ui/components.css';
import '../../app/shell.css';
import '../../app/app.css';
import '../../account/account.css';
import '../../people/people.css';

const root = document.getElementById('root');
if (!root) throw new Error('app.html has no root');
render(<App />, root);
