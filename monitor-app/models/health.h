// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/commandtally.h"
#include "models/subject.h"

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QList>
#include <QtCore/QString>

#include <array>

namespace Spawn {

enum class CheckLevel {
    Pass,
    Warning,
    Critical,
};
Mark levelMark(CheckLevel level);

// One thing that can be well or not.
struct Check
{
    enum class Kind {
        Helper,
        Reply,
        LoopDelay,
        OldestWaiting,
        CrashLoop,
        Descriptors,
        Dropped,
        Failed,
    };
    static constexpr int Kinds = 8;

    Kind kind = Kind::Helper;
    CheckLevel level = CheckLevel::Pass;
    QString name;
    QString value; // empty: not known
    QString limit; // the one that is broken, else the first
    QString rule; // a sentence
    QString headline; // what is wrong, without its level; empty when it passes
    qint64 since = 0; // when it went over its limit; 0: it passes
    Subject subject;
};

// The checks, those over their limit first.
struct Health
{
    QList<Check> checks;

    CheckLevel level() const; // of the worst
    int passed() const;
    QString headline() const; // "Attention: a command has waited 6.1 s"
    QString
    explanation() const; // "1 of 8 checks is over its limit. Limit 5 s, passed at 12:06:56."
};

// `before` is what was said the last time: it knows since when.
Health healthOf(const SpawnerSnapshot &snapshot, const CommandTally &tally, qint64 now,
                const Health &before = {});

} // namespace Spawn
