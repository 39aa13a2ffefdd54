// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <jobs/jobsnapshot.h>

#include <QtCore/QSet>

namespace Spawn {

// What of a runner is not as it was told last. Its queue may be long and its jobs large, and most
// of them wait for many a look.
struct JobRunnerChanges
{
    bool isNew = false; // all of it
    QSet<QString> scripts;
    QSet<quint64> jobs;

    void add(const JobRunnerSnapshot &before, const JobRunnerSnapshot &now)
    {
        addThose(before.scripts, now.scripts, &JobScriptSnapshot::script, scripts);
        addThose(before.jobs, now.jobs, &JobSnapshot::id, jobs);
    }

private:
    template <class Part, class Key>
    static void addThose(const QList<Part> &before, const QList<Part> &now, Key Part::*key,
                         QSet<Key> &changed)
    {
        QHash<Key, const Part *> known;
        for (const Part &part : before)
            known.insert(part.*key, &part);
        for (const Part &part : now) {
            const Part *const was = known.value(part.*key);
            if (was == nullptr || *was != part)
                changed.insert(part.*key);
        }
    }
};

} // namespace Spawn
