// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "scriptjob.h"

#include <jobs/jobcontext.h>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QLoggingCategory>

namespace Spawn {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(hostLog, "spawn.jobs", QtWarningMsg)

ScriptJob::ScriptJob(JobContext &job) : m_context(&job), m_id(job.id()), m_script(job.script()) { }

void ScriptJob::done(const QJSValue &json)
{
    send(&JobContext::finish, json);
}

void ScriptJob::failed(const QJSValue &json)
{
    send(&JobContext::fail, json);
}

void ScriptJob::progress(const QJSValue &json)
{
    send(&JobContext::progress, json);
}

void ScriptJob::send(Answer answer, const QJSValue &json)
{
    if (!m_context) {
        qCWarning(hostLog, "Job %llu of \"%ls\" has ended already: its answer is dropped", m_id,
                  qUtf16Printable(m_script));
        return;
    }
    if (json.isUndefined()) {
        (m_context->*answer)(QJsonValue::Undefined);
        return;
    }
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson('[' + json.toString().toUtf8() + ']', &error);
    if (error.error == QJsonParseError::NoError)
        (m_context->*answer)(document.array().first());
    else // nested more deeply than Qt reads
        m_context->fail(u"the value of the job cannot be sent: %1"_s.arg(error.errorString()));
}

} // namespace Spawn
