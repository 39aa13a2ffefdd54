// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "hostprocess.h"
#include "modulefiles.h"
#include "scripttimers.h"

#include <QtCore/QJsonValue>
#include <QtCore/QString>
#include <QtQml/QJSEngine>
#include <QtQml/QJSValue>

namespace Spawn {

class JobContext;

// Jobs whose scripts are JavaScript. What runs them is written in JavaScript itself (runtime/), as
// the host for Node is; here is what it cannot do.
//
// The language is Qt's: ECMAScript 2016 with "?." and "??", without async functions and without
// "..." in objects.
class ScriptEngine final
{
public:
    ScriptEngine();

    void run(const QJsonValue &payload, JobContext &job);

private:
    void evaluate(const QString &part, QJSValue &runtime);
    QJSValue wrap(QObject *object);

    QJSEngine m_engine;
    HostProcess m_process;
    ScriptTimers m_timers;
    ModuleFiles m_files{&m_engine};
    QJSValue m_run;
};

} // namespace Spawn
