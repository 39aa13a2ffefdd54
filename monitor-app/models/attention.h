// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/commandtally.h"
#include "models/subject.h"

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QList>
#include <QtCore/QString>

namespace Spawn {

// Something that somebody should look at.
struct Attention
{
    Mark mark;
    QString headline;
    QString detail;
    Subject subject;
};

// What is worst first.
QList<Attention> attentionOf(const SpawnerSnapshot &snapshot, const CommandTally &tally,
                             qint64 now);

} // namespace Spawn
