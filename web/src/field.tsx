import type { InputHTMLAttributes } from 'react';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  readonly label: string;
  readonly onChange: (value: string) => void;
}

/** Shows a required input with its label. */
export function Field({ label, onChange, ...input }: FieldProps) {
  return (
    <label className="tq-field">
      {label}
      <input
        {...input}
        required
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </label>
  );
}
