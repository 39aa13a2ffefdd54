// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/durationhistogram.h"
#include "jobs/job.h"
#include "jobs/jobsnapshot.h"

#include <QtCore/QMap>

namespace Spawn {

// What the jobs of each script have come to.
class JobStatistics final
{
public:
    void add(const Job &ended);

    // By the script's name. Scripts are as many as a program thinks of, and with inline sources
    // that may be one for each job: those after the first hundred are one.
    QMap<QString, JobScriptSnapshot> scripts() const;
    static JobScriptSnapshot &of(const QString &script, QMap<QString, JobScriptSnapshot> &scripts);

private:
    static constexpr qsizetype MaximumScripts = 100;

    struct Script
    {
        quint64 succeeded = 0;
        quint64 failed = 0;
        quint64 retried = 0;
        DurationHistogram wait;
        DurationHistogram run;
    };

    QMap<QString, Script> m_scripts;
};

} // namespace Spawn
