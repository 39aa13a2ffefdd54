// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <jobs/joboptions.h>

#include <QtCore/QJsonValue>
#include <QtCore/QList>
#include <QtCore/QString>

namespace Spawn::Benchmark {

// The same job, which answers with what it is given, as each kind of script.
struct JobKind
{
    QString id;
    QString title;
    QString script;
    JobOptions::ScriptEngine engine = JobOptions::ScriptEngine::Automatic;
};

QList<JobKind> jobKinds(); // those that can be run here
QJsonValue jobPayload(qint64 number);

// Before main() does anything else: a function of this program is one of them.
void handleJobs();

} // namespace Spawn::Benchmark
