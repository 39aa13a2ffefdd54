// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <jobs/jobsnapshot.h>

namespace Spawn {

QString runnerText(const JobRunnerSnapshot &runner); // "thumbnails", "Runner 1"
QString scriptText(const QString &script); // behind the last slash; "Others"
QString jobStateWord(JobSnapshot::State state); // "Resting"
// "Succeeded", "Worker died: SIGKILL", "Failed: no such picture".
QString outcomeText(const JobEnd &end);
QString outcomeWord(const JobEnd &end); // the same without what a script or the system said
QString valueText(const JobValue &value); // in one line

// How long it has waited and run; -1: not yet.
std::chrono::microseconds waitedOf(const JobSnapshot &job, qint64 now);
std::chrono::microseconds ranOf(const JobSnapshot &job, qint64 now);

} // namespace Spawn
