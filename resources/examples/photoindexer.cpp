// A Qt program that runs real commands all the time, for the monitor to look at:
//
//   photoindexer [FOLDER]
//
// It walks through a folder and runs `file` and `sha256sum` on what it finds, a few at a time, with
// now and then one that fails, one that takes too long and one that is killed.
#include <AsyncSpawner>
#include <monitoring/monitorserver.h>

#include <QCoreApplication>
#include <QDirIterator>
#include <QTimer>

using namespace std::chrono_literals;
using Spawn::Command;

class PhotoIndexer : public QObject
{
public:
    explicit PhotoIndexer(const QString &folder) : m_folder(folder), m_server(&m_spawner)
    {
        m_spawner.setMaxRunningCount(4);
        m_server.setControlAllowed(true);
        m_server.setOutputShared(true);
        if (!m_server.listen())
            qWarning("%s", qPrintable(m_server.errorString()));
        connect(&m_timer, &QTimer::timeout, this, &PhotoIndexer::next);
        m_timer.start(400ms);
    }

private:
    void run(const QStringList &argv, const QString &label)
    {
        Command command(argv);
        command.setLabel(label);
        command.setTimeout(3s);
        m_spawner.aspawn(command);
    }

    void next()
    {
        if (m_spawner.queuedCount() > 40)
            return; // it has enough to do
        for (int i = 0; i < 6; ++i) {
            if (!m_files || !m_files->hasNext())
                m_files.reset(new QDirIterator(m_folder, QDir::Files | QDir::Readable,
                                               QDirIterator::Subdirectories));
            if (!m_files->hasNext())
                return;
            const QString path = m_files->next();
            run({"file", "--brief", path}, "type");
            run({"sha256sum", path}, "checksum");
        }
        switch (++m_round % 12) {
        case 3:
            run({"ls", m_folder + "/no such photo"}, "list");
            break;
        case 5:
            run({"sleep", "10"}, "thumb");
            break;
        case 7:
            run({"sh", "-c", "kill -SEGV $$"}, "thumb");
            break;
        case 9:
            run({"exiftool-that-is-not-installed", m_folder}, "metadata");
            break;
        default:
            run({"sleep", "0.7"}, "thumb");
            break;
        }
    }

    const QString m_folder;
    Spawn::AsyncSpawner m_spawner;
    Spawn::MonitorServer m_server;
    QTimer m_timer;
    QScopedPointer<QDirIterator> m_files;
    int m_round = 0;
};

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName("photoindexer");
    const PhotoIndexer indexer(app.arguments().value(1, "/usr/share"));
    return app.exec();
}
