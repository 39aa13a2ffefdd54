// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonValue>
#include <QtCore/QMap>
#include <QtCore/QString>

#include <optional>

namespace Spawn {

// What a runner and its workers say to each other: job-protocol.md. A worker runs one job at a
// time, in the order of the requests, and begins none before it has answered the one before it.

struct JobRequest
{
    quint64 run = 0; // its number: answers bear it, so that a late one is known for what it is
    quint64 job = 0; // the reply's id
    int attempt = 1;
    QString script; // a path, or the name of a function
    QJsonValue payload;
    QString inlineSource;
    QMap<QString, QString> preloads; // name to path
};

struct JobAnswer
{
    enum class Kind {
        Ready, // first of all, once
        Progress,
        Done,
        Failed,
        Forgotten, // the job was not begun, and will not be
        Other, // not of this protocol: a script may send what it likes
    };
    Kind kind = Kind::Other;
    quint64 run = 0;
    QJsonValue value = QJsonValue::Undefined;
    int ahead = 0; // Ready: jobs that it keeps beside the one that runs
};

// As lines of JSON, written as they go out: building a document first costs more than a short job.
QByteArray toLine(const JobRequest &request);
// Nothing: it is no request.
std::optional<JobRequest> toJobRequest(const QJsonValue &message);

// The job of that run is not wanted, if it has not begun; Forgotten is the answer then, or none.
QByteArray toForgetLine(quint64 run);
quint64 toForgottenRun(const QJsonValue &message); // 0: it is none of these

QByteArray toLine(const JobAnswer &answer);
JobAnswer toJobAnswer(const QJsonValue &message);

} // namespace Spawn
