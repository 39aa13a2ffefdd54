// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobscript.h"

#include "jobs/jobhost.h"
#include "jobs/jobsettings.h"
#include "spawner/text.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QStandardPaths>

namespace Spawn {

using namespace Qt::StringLiterals;

static bool isFunction(const QString &script)
{
    return !script.contains('/'_L1) && JobHost::handles(script);
}

static bool isJavaScript(const QString &path)
{
    return path.endsWith(".js"_L1) || path.endsWith(".mjs"_L1) || path.endsWith(".cjs"_L1);
}

static JobScript::Kind javaScriptKind(JobOptions::ScriptEngine engine)
{
    switch (engine) {
    case JobOptions::ScriptEngine::Node:
        return JobScript::Kind::Node;
    case JobOptions::ScriptEngine::Qml:
        return JobScript::Kind::Qml;
    case JobOptions::ScriptEngine::Automatic:
        break;
    }
    return QStandardPaths::findExecutable(u"node"_s).isEmpty() ? JobScript::Kind::Qml
                                                               : JobScript::Kind::Node;
}

QString anchoredName(const QString &script, const JobSettings &settings)
{
    if (isFunction(script))
        return script;
    return QDir::cleanPath(QDir(settings.scriptDirectory).absoluteFilePath(script));
}

static QString findFile(const QString &name)
{
    static const QString endings[]
        = {u""_s, u".js"_s, u".mjs"_s, u".cjs"_s, u".so"_s, u"/index.js"_s};
    for (const QString &ending : endings) {
        if (QFileInfo(name + ending).isFile())
            return name + ending;
    }
    return {};
}

JobScript findScript(const QString &script, const JobSettings &settings)
{
    JobScript found;
    const QString name = anchoredName(script, settings);
    if (!settings.inlineSource.isNull()) {
        found.kind = javaScriptKind(settings.scriptEngine);
        found.path = name;
        return found;
    }
    if (isFunction(script)) {
        found.kind = JobScript::Kind::Function;
        found.path = name;
        return found;
    }
    found.path = findFile(name);
    if (found.path.isEmpty()) {
        found.path = name;
        found.problem = Text::tr("Cannot find module '%1'").arg(name);
    } else if (isJavaScript(found.path)) {
        found.kind = javaScriptKind(settings.scriptEngine);
    } else if (found.path.endsWith(".so"_L1)) {
        found.kind = JobScript::Kind::Plugin;
    } else if (!QFileInfo(found.path).isExecutable()) {
        found.problem = Text::tr("\"%1\" is no script, no plug-in and no program").arg(found.path);
    }
    return found;
}

QString workerKey(const QString &name, const JobSettings &settings)
{
    return QString::number(static_cast<int>(settings.scriptEngine)) + ' '_L1
        + (settings.niceLevel ? QString::number(*settings.niceLevel) : QString()) + ' '_L1
        + (settings.inlineSource.isNull() ? ""_L1 : "inline "_L1) + name;
}

QString workerKey(const JobScript &script, const JobSettings &settings)
{
    if (settings.sharedWorkers && script.kind != JobScript::Kind::Program)
        return workerKey(u"shared %1"_s.arg(static_cast<int>(script.kind)), settings);
    return workerKey(anchoredName(script.path, settings), settings);
}

} // namespace Spawn
