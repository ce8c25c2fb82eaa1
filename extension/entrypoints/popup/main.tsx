import { render } from 'preact';
import { Popup } from '#extension/popup/popup.tsx';
import '../../ui/tokens.css';
import '../../ui/components.css';
import '../../popup/popup.css';
import '../../account/account.css';
import '../../people/people.css';

const root = document.getElementById('root');
if (!root) throw new Error('popup.html has no root');
render(<Popup />, root);
