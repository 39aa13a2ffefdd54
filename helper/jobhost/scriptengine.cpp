// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "scriptengine.h"

#include "scriptjob.h"

#include <jobs/jobcontext.h>

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace Spawn {

using namespace Qt::StringLiterals;

ScriptEngine::ScriptEngine()
{
    QJSValue runtime = m_engine.newObject();
    runtime.setProperty(u"global"_s, m_engine.globalObject());
    runtime.setProperty(u"process"_s, wrap(&m_process));
    runtime.setProperty(u"timers"_s, wrap(&m_timers));
    runtime.setProperty(u"files"_s, wrap(&m_files));
    // Each uses those before it.
    for (const QString &part : {u"errors"_s, u"timers"_s, u"promises"_s, u"process"_s, u"console"_s,
                                u"modules"_s, u"jobs"_s})
        evaluate(part, runtime);
    m_timers.setFire(runtime.property(u"fire"_s));
    m_run = runtime.property(u"run"_s);
}

void ScriptEngine::evaluate(const QString &part, QJSValue &runtime)
{
    const QString name = u":/jobhost/runtime/%1.js"_s.arg(part);
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%ls: not compiled in", qUtf16Printable(name));
    const QJSValue function = m_engine.evaluate(QString::fromUtf8(file.readAll()), "qrc"_L1 + name);
    if (const QJSValue failed = function.call({runtime}); failed.isError())
        qFatal("%ls: %ls", qUtf16Printable(name), qUtf16Printable(failed.toString()));
}

QJSValue ScriptEngine::wrap(QObject *object)
{
    QJSEngine::setObjectOwnership(object, QJSEngine::CppOwnership);
    return m_engine.newQObject(object);
}

void ScriptEngine::run(const QJsonValue &payload, JobContext &job)
{
    QJSValue request = m_engine.newObject();
    request.setProperty(u"job"_s, static_cast<double>(job.id()));
    request.setProperty(u"attempt"_s, job.attempt());
    request.setProperty(u"script"_s, job.script());
    if (!job.inlineSource().isNull())
        request.setProperty(u"inlineSource"_s, job.inlineSource());
    if (const QMap<QString, QString> files = job.preloads(); !files.isEmpty()) {
        QJSValue preloads = m_engine.newObject();
        for (auto it = files.begin(); it != files.end(); ++it)
            preloads.setProperty(it.key(), it.value());
        request.setProperty(u"preloads"_s, preloads);
    }
    // As text: Qt's own conversion takes the key "__proto__" for more than a key.
    const QByteArray json = QJsonDocument(QJsonArray{payload}).toJson(QJsonDocument::Compact);
    request.setProperty(u"payload"_s, QString::fromUtf8(json));
    // The script's from here on: collected when nothing can answer any more.
    m_run.call({request, m_engine.newQObject(new ScriptJob(job))});
}

} // namespace Spawn
