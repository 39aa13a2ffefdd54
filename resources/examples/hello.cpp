#include <AsyncSpawner>
#include <QCoreApplication>
#include <QTextStream>

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    Spawn::AsyncSpawner spawner;
    spawner.aspawn({"echo", "Hello from a child"}, &app, [](const Spawn::CommandResult &result) {
        QTextStream(stdout) << (result.isSuccess() ? QString::fromUtf8(result.standardOutput)
                                                   : result.errorString() + '\n');
        QCoreApplication::exit(result.isSuccess() ? 0 : 1);
    });
    return app.exec();
}
