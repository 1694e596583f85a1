// The settings of a report: what differs from the defaults first, all of them below.
import type { RunConfig } from "../../domain/runConfig.ts";
import { t } from "../../strings/strings.ts";
import { Given } from "./Given.tsx";
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
    <div className="wide">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t("report:settings.setting")}</th>
            <th scope="col">{t("report:settings.symbol")}</th>
            <th scope="col">{t("report:settings.value")}</th>
            <th scope="col">{t("report:settings.default")}</th>
            <th scope="col">{t("report:settings.name")}</th>
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
    </div>
  );
}
