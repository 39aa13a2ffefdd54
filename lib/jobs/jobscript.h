// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/joboptions.h"

#include <QtCore/QString>

namespace Spawn {

struct JobSettings;

// What a job's name stands for.
struct JobScript
{
    enum class Kind {
        Function, // of this program's own
        Node, // JavaScript
        Qml, // JavaScript
        Plugin,
        Program,
    };
    Kind kind = Kind::Program;
    QString path; // absolute; the name of a function
    QString problem; // empty: it was found
};

// The name with its directory, which tells jobs of the same script before a file is looked for.
QString anchoredName(const QString &script, const JobSettings &settings);

// Looks into the file system, and runs nothing. As Node does: the file of that name, or with one of
// the suffixes, or the index.js in a folder of that name.
JobScript findScript(const QString &script, const JobSettings &settings);

// What tells a worker that can run a job from others: the name, and what its process cannot change
// any more. Of shared workers the kind of the script takes the place of the name.
QString workerKey(const QString &anchoredName, const JobSettings &settings);
QString workerKey(const JobScript &script, const JobSettings &settings);

} // namespace Spawn
