Console.WriteLine("The Embedded edition's host.");
