import { Component, type ComponentChildren } from 'preact';

interface Props {
  children: ComponentChildren;
  /** Shown instead when drawing the children has failed; `retry` draws them again. */
  fallback: (retry: () => void) => ComponentChildren;
}

/** Keeps a page that breaks from taking the shell, and with it the way to every other page, down. */
export class Boundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  override componentDidCatch(error: unknown) {
    console.error('a page broke', error);
    this.setState({ broken: true });
  }

  override render({ children, fallback }: Props) {
    return this.state.broken ? fallback(() => this.setState({ broken: false })) : children;
  }
}
