import { useMemo } from 'react';
import {
  Button,
  ComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import { fold } from '../format.js';
import { texts } from '../texts.vi.js';

const ALL = '*';

export interface Option {
  id: string;
  name: string;
}

/** One of a long list, found by typing with or without marks. An empty value is "all". */
export function PickOne(props: {
  label: string;
  options: readonly Option[];
  value: string;
  onChange: (id: string) => void;
  /** the word for no choice; without it there is always one */
  all?: string;
  className?: string;
}) {
  const { label, options, value, onChange, all } = props;
  const items = useMemo(() => (all === undefined ? options : [{ id: ALL, name: all }, ...options]), [options, all]);
  return (
    <ComboBox
      className={`pick ${props.className ?? ''}`}
      defaultItems={items}
      selectedKey={value || (all === undefined ? null : ALL)}
      onSelectionChange={(key) => {
        if (key !== null) onChange(key === ALL ? '' : String(key));
      }}
      defaultFilter={(text, input) => fold(text).includes(fold(input))}
      menuTrigger="input"
      allowsEmptyCollection
    >
      <Label>{label}</Label>
      <div className="pick-field">
        <Input onFocus={(event) => event.target.select()} />
        <Button aria-label={`${texts.filters.show}: ${label}`}>
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      <Popover className="popover">
        <ListBox
          className="list-box"
          renderEmptyState={() => <p className="list-box-empty">{texts.filters.nothing}</p>}
        >
          {(item: Option) => <ListBoxItem id={item.id}>{item.name}</ListBoxItem>}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** One of a few, side by side. */
export function Segmented<T extends string>(props: {
  label: string;
  options: readonly { id: T; name: string }[];
  value: T;
  onChange: (id: T) => void;
  hideLabel?: boolean;
}) {
  return (
    <div className="segmented">
      <span className={props.hideLabel ? 'visually-hidden' : 'segmented-label'} aria-hidden="true">
        {props.label}
      </span>
      <ToggleButtonGroup
        aria-label={props.label}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[props.value]}
        onSelectionChange={(keys) => {
          const [key] = keys;
          if (key !== undefined) props.onChange(String(key) as T);
        }}
      >
        {props.options.map(({ id, name }) => (
          <ToggleButton key={id} id={id}>
            {name}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
