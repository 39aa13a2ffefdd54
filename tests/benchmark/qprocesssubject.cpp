// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "qprocesssubject.h"

#include "clock.h"

#include <QtCore/QProcess>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static void connectEnd(QProcess *process, const Subject::Done &done)
{
    QObject::connect(process, &QProcess::finished, process,
                     [process, done](int exitCode, QProcess::ExitStatus status) {
                         process->deleteLater();
                         done(status == QProcess::NormalExit && exitCode == 0
                                  ? QString()
                                  : u"QProcess: exit code %1"_s.arg(exitCode));
                     });
    QObject::connect(process, &QProcess::errorOccurred, process,
                     [process, done](QProcess::ProcessError error) {
                         if (error != QProcess::FailedToStart) // all others finish as well
                             return;
                         process->deleteLater();
                         done(u"QProcess: "_s + process->errorString());
                     });
}

double QProcessSubject::start(const QStringList &argv, Done done)
{
    auto *const process = new QProcess;
    connectEnd(process, [process, done = std::move(done)](const QString &failure) {
        const QByteArray output = process->readAllStandardOutput();
        const QByteArray errors = process->readAllStandardError();
        done(failure.isEmpty() ? failure : failure + u" "_s + QString::fromUtf8(output + errors));
    });
    const QString program = argv.first();
    const QStringList arguments = argv.mid(1);
    const double begin = now();
    process->start(program, arguments);
    return now() - begin;
}

void QProcessSubject::startStreaming(const QStringList &argv, Output output, Done done)
{
    auto *const process = new QProcess;
    QObject::connect(process, &QProcess::readyReadStandardOutput, process,
                     [process, output] { output(process->readAll().size()); });
    connectEnd(process, [process, output, done = std::move(done)](const QString &failure) {
        output(process->readAll().size());
        done(failure);
    });
    process->start(argv.first(), argv.mid(1));
}

} // namespace Spawn::Benchmark
