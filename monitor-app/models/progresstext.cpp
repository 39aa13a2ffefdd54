// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/progresstext.h"

#include "models/outcometext.h"
#include "models/quantity.h"
#include "models/terminaltext.h"

namespace Spawn {

QString progressText(const RunCounts &counts, std::chrono::microseconds elapsed)
{
    return QStringLiteral("%1 queued, %2 running, %3 done, %4 failed, %5")
        .arg(counts.queued())
        .arg(counts.running)
        .arg(counts.succeeded)
        .arg(counts.failed)
        .arg(durationText(elapsed));
}

QString endedText(const RunCounts &counts, const CommandOutcome &outcome)
{
    // Not by arg(): the texts of others may hold a %1.
    QString text = QStringLiteral("[%1/%2] ").arg(counts.ended()).arg(counts.total);
    text += stateText(outcome.result.error) + QLatin1String(": ") + commandText(outcome.argv);
    if (!outcome.result.isSuccess()) {
        text += QLatin1String(": ") + printableText(outcome.result.errorString().toUtf8());
    }
    return text;
}

} // namespace Spawn
