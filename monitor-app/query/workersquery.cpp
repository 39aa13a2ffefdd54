// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/workersquery.h"

#include "models/commandtext.h"
#include "models/momenttext.h"
#include "models/poolrows.h"
#include "models/quantity.h"
#include "models/terminaltext.h"
#include "models/texttable.h"
#include "models/workertext.h"
#include "query/endsjson.h"

#include <monitoring/snapshotjson.h>

namespace Spawn {

using namespace Qt::StringLiterals;
using Align = TextTable::Align;

static constexpr qsizetype ShownEnds = 20;

static void addRows(TextTable &table, const PoolRow &parent, int depth)
{
    for (const auto &row : parent.rows) {
        const auto text = [&row](PoolColumn column) {
            return row->texts[size_t(column)];
        };
        table.addRow({QString(2 * depth, u' ') + text(PoolColumn::Name), text(PoolColumn::State),
                      text(PoolColumn::ProcessId), text(PoolColumn::Outstanding),
                      text(PoolColumn::Waiting), text(PoolColumn::Handled),
                      text(PoolColumn::Memory), text(PoolColumn::Up), text(PoolColumn::Ends)});
        addRows(table, *row, depth + 1);
    }
}

static QByteArray endsText(const QList<WorkerEnd> &ends, qint64 now, int columns)
{
    TextTable table({{u"ENDED"_s},
                     {u"WORKER"_s},
                     {u"PROCESS"_s, Align::Right},
                     {u"UPTIME"_s, Align::Right},
                     {u"HANDLED"_s, Align::Right},
                     {u"SENT AGAIN"_s, Align::Right},
                     {u"LOST"_s, Align::Right},
                     {u"CAUSE"_s}});
    for (const WorkerEnd &end : ends.mid(qMax(0, ends.size() - ShownEnds))) {
        table.addRow({momentText(end.time, now), programName(end.program),
                      QString::number(end.processId), spanText(end.uptime), countText(end.handled),
                      QString::number(end.sentAgain), QString::number(end.dropped),
                      causeText(end)});
    }
    return table.isEmpty() ? QByteArray() : '\n' + table.text(columns);
}

QByteArray workersText(const SpawnerSnapshot &snapshot, int columns)
{
    if (snapshot.pools.isEmpty())
        return "No pools. An application shows its pools with MonitorServer::add(), or when it "
               "runs\nwith ASYNCSPAWNER_MONITOR=1 in its environment.\n";
    TextTable table({{u"POOL"_s},
                     {u"STATE"_s},
                     {u"PROCESS"_s, Align::Right},
                     {u"OUTSTANDING"_s, Align::Right},
                     {u"WAITING"_s, Align::Right},
                     {u"HANDLED"_s, Align::Right},
                     {u"MEMORY"_s, Align::Right},
                     {u"UP"_s, Align::Right},
                     {u"ENDS"_s, Align::Right}});
    addRows(table, *poolRows(snapshot, snapshot.time), 0);
    return table.text(columns) + endsText(snapshot.workerEnds, snapshot.time, columns);
}

QByteArray workersJson(const SpawnerSnapshot &snapshot)
{
    return jsonWithEnds(snapshot.pools, snapshot.workerEnds, &WorkerEnd::pool);
}

NamedProgram findProgram(const SpawnerSnapshot &snapshot, const QString &name)
{
    const QString shown = printableText(name.toUtf8());
    NamedProgram found{u"No pool has a program \"%1\"."_s.arg(shown), 0, {}};
    for (const PoolSnapshot &pool : snapshot.pools) {
        for (const PoolProgramSnapshot &program : pool.programs) {
            if (program.program != name && programName(program.program) != name)
                continue;
            if (found.pool == pool.number && found.program == program.program)
                continue; // an old one of the same name is on its way out
            if (found.pool != 0)
                return {u"More than one program is \"%1\"."_s.arg(shown), 0, {}};
            found = {{}, pool.number, program.program};
        }
    }
    return found;
}

} // namespace Spawn
