// The settings of a report: what differs from the defaults first, all of them below.
import type { RunConfig } from "../../domain/runConfig.ts";
import { t } from "../../strings/strings.ts";
import { Given } from "./Given.tsx";
import { ReportTable } from "./ReportTable.tsx";
import { type SettingRow, settingGroups } from "./settingRows.ts";

export function ReportSettings({ config }: { config: RunConfig }) {
  const groups = settingGroups(config);
  const differing = groups.flatMap(({ rows }) => rows.filter(({ differs }) => differs));
  return (
    <>
      {differing.length === 0 ? (
        <p>{t("report:settings.same")}</p>
      ) : (
        <Settings caption={t("report:settings.differing")} rows={differing} />
      )}
      <details>
        <summary>{t("report:settings.all")}</summary>
        {groups.map(({ id, title, rows }) => (
          <Settings key={id} caption={title} rows={rows} />
        ))}
      </details>
    </>
  );
}

function Settings({ caption, rows }: { caption: string; rows: readonly SettingRow[] }) {
  return (
    <ReportTable
      caption={caption}
      columns={[
        t("report:settings.setting"),
        t("report:settings.symbol"),
        t("report:settings.value"),
        t("report:settings.default"),
        t("report:settings.name"),
      ]}
    >
      {rows.map((row) => (
        <tr key={row.path} data-differs={row.differs}>
          <th scope="row">{row.label}</th>
          <td>{row.symbol ?? ""}</td>
          <td className="value">
            <Given text={row.value} />
          </td>
          <td className="value muted">{row.default}</td>
          <td>
            <code>{row.path}</code>
          </td>
        </tr>
      ))}
    </ReportTable>
  );
}
