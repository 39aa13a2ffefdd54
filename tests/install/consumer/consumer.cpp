// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <AsyncSpawner>
#include <spawner/logger.h>
#include <spawner/signalsource.h>
#if __cplusplus >= 202002L
#include <spawner/commandawaiter.h>
#endif

#include <QCoreApplication>
#include <QFile>
#include <QTextStream>

// Prints what a command wrote, and below it which file the helper is.
int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    Spawn::AsyncSpawner spawner;
    QString helper;
    QObject::connect(&spawner, &Spawn::AsyncSpawner::started, &app, [&helper](qint64 processId) {
        helper = QFile::symLinkTarget(QString("/proc/%1/exe").arg(processId));
    });
    QObject::connect(&spawner, &Spawn::AsyncSpawner::error, &app,
                     [](const Spawn::SpawnerError &error) { qCritical() << error.text; });
    spawner.aspawn({"echo", "installed"}, &app, [&helper](const Spawn::CommandResult &result) {
        QTextStream(stdout) << result.standardOutput << helper << '\n';
        QCoreApplication::exit(result.isSuccess() ? 0 : 1);
    });
    return app.exec();
}
