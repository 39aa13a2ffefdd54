// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QString>
#include <QtQml/QJSValue>

namespace Spawn {

class JobContext;

// A job as JavaScript answers it: in JSON, and at any time. Its context may be gone then.
class ScriptJob final : public QObject
{
    Q_OBJECT
public:
    explicit ScriptJob(JobContext &job);

    // What JSON.stringify() has made of the value, so undefined: none.
    Q_INVOKABLE void done(const QJSValue &json);
    Q_INVOKABLE void failed(const QJSValue &json);
    Q_INVOKABLE void progress(const QJSValue &json);

private:
    using Answer = void (JobContext::*)(const QJsonValue &);
    void send(Answer answer, const QJSValue &json);

    const QPointer<JobContext> m_context;
    const quint64 m_id;
    const QString m_script;
};

} // namespace Spawn
