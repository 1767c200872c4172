import ArgumentParser
import Subprocess
@main struct TodoCtl: ParsableCommand { }
