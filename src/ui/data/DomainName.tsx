// A domain's name in the table, beside the mark of its line in the charts.
import { DomainSwatch } from "../primitives/DomainSwatch.tsx";
import { EditableName } from "../primitives/EditableName.tsx";

export interface DomainNameProps {
  name: string;
  slot: number;
  isDisabled: boolean;
  /** True where the new name was taken; false leaves the field open. */
  onRename: (to: string) => Promise<boolean>;
}

export function DomainName({ slot, ...rest }: DomainNameProps) {
  return <EditableName {...rest} mark={<DomainSwatch slot={slot} />} />;
}
