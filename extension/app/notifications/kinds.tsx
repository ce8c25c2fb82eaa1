/** Several of a few things, each with its box. */
export function Kinds<T extends string>({
  options,
  chosen,
  onChange,
}: {
  options: readonly { kind: T; label: string }[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}) {
  return (
    <ul class="notice-kinds">
      {options.map(({ kind, label }) => (
        <li key={kind}>
          <label>
            <input
              type="checkbox"
              checked={chosen.includes(kind)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(
                  options.map((each) => each.kind).filter((each) => (each === kind ? checked : chosen.includes(each))),
                )
              }
            />
            {label}
          </label>
        </li>
      ))}
    </ul>
  );
}
