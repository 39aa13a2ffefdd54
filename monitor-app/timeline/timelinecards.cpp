// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/timelinecards.h"

#include "models/commandtext.h"
#include "models/momenttext.h"
#include "models/quantity.h"
#include "models/restartmodel.h"

#include <algorithm>

namespace Spawn {

static QString stateText(const CommandSnapshot &command)
{
    const QString result = resultText(command);
    if (command.error == CommandResult::Error::NoError || result.isEmpty())
        return stateWord(command);
    return QStringLiteral("%1: %2").arg(stateWord(command), result);
}

static QString spanOf(qint64 from, qint64 to, qint64 now)
{
    if (from == 0)
        return {};
    return to == 0 ? QStringLiteral("since ") + momentText(from, now)
                   : QStringLiteral("%1 to %2").arg(momentText(from, now), momentText(to, now));
}

HoverCard::Content barCard(const TimelineBar &bar, const SpawnerSnapshot &snapshot, qint64 now)
{
    HoverCard::Content content;
    const auto found = snapshot.commands.constFind(bar.command);
    if (found == snapshot.commands.cend()) {
        content.title = QStringLiteral("Command %1").arg(bar.command);
        content.lines += {QString(), QStringLiteral("no longer kept by the application"), {}};
        return content;
    }
    const CommandSnapshot &command = *found;
    content.title = commandLine(command);
    content.isCommand = !command.secret;
    content.mark = commandMark(command.state, command.error);
    content.state = stateText(command);
    if (bar.count > 1) {
        content.lines += {QStringLiteral("Here"),
                          QStringLiteral("%1 commands").arg(countText(quint64(bar.count))),
                          QStringLiteral("zoom in to tell them apart")};
    }
    const QString label = command.label;
    content.lines += {QStringLiteral("Number"), QString::number(command.id), label};
    content.lines += {QStringLiteral("Waited"), secondsText(waitedOf(command, now), 2), {}};
    const QString ran = secondsText(ranOf(command, now), 2);
    if (!ran.isEmpty()) {
        content.lines
            += {QStringLiteral("Ran"), ran, spanOf(command.started, command.finished, now)};
    }
    return content;
}

HoverCard::Content gapCard(const TimelineGap &gap, const SpawnerSnapshot &snapshot, qint64 now)
{
    HoverCard::Content content;
    content.title = QStringLiteral("No helper");
    const auto restart = std::find_if(
        snapshot.restarts.begin(), snapshot.restarts.end(),
        [&gap](const RestartSnapshot &candidate) { return candidate.number == gap.restart; });
    if (restart != snapshot.restarts.end()) {
        content.title = QStringLiteral("Helper %1 ended").arg(restart->exit.processId);
        content.mark = gap.mark;
        content.state = causeText(restart->exit);
        content.lines += {QStringLiteral("Work"), workText(restart->exit), {}};
    }
    const bool open = gap.to == SpanLanes::Open;
    content.lines += {QStringLiteral("None for"),
                      spanText(std::chrono::milliseconds((open ? now : gap.to) - gap.from)),
                      spanOf(gap.from, open ? 0 : gap.to, now)};
    return content;
}

QString spokenText(const HoverCard::Content &content)
{
    QStringList parts{content.title};
    if (!content.state.isEmpty())
        parts += content.state;
    for (const HoverCard::Line &line : content.lines)
        parts += QStringLiteral("%1 %2 %3").arg(line.label, line.value, line.note).simplified();
    return parts.join(QStringLiteral("; "));
}

} // namespace Spawn
